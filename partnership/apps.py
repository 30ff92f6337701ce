from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "partnership"
    verbose_name = "Partenariat"

    def ready(self):
        from partnership import declarations

        declarations.declare()
