import pytest

from tests.partnership.proposals import builders


@pytest.fixture
def proposal(world):
    """The world's convention, not yet voted, complete enough to be sent."""
    return builders.proposal(world.convention)
