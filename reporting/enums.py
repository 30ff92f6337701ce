from django.db.models import TextChoices


class Section(TextChoices):
    """The parts of a bilan whose text people write."""

    INTRODUCTION = "introduction", "Introduction"
    CONCLUSION = "conclusion", "Conclusion"
