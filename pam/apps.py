from django.apps import AppConfig


class PamConfig(AppConfig):
    name = "pam"
    verbose_name = "Parcours d'accompagnement à la mobilité"
