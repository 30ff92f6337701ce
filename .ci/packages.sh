# Sourced by the scripts of this folder: installing a system package where it may be done.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

# Prints what must stand before a command for it to run as root; fails when nothing can.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo "sudo -n"
    else
        return 1
    fi
}

# install_packages "what they are for" package…
# Installs them by apt-get; where it may not, prints the exact command. Fails if not installed.
install_packages() {
    local purpose=$1 root log
    shift
    if ! command -v apt-get >/dev/null; then
        say "$purpose : à installer avec l'outil de votre système. Noms chez Debian : $*"
        return 1
    fi
    if ! root=$(as_root); then
        say "$purpose : il manque des paquets, et seul l'administrateur peut les installer :"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    say "$purpose : installation de $*…"
    log=$(mktemp)
    # RUNLEVEL=1 keeps a server's package from starting that server at once.
    # shellcheck disable=SC2086
    if $root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 ||
        { $root apt-get update >"$log" 2>&1 &&
            $root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
                apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; }; then
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    say "$purpose : l'installation a échoué. À lancer à la main :"
    say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    return 1
}
