"""Role cards: reading them, and finding the ones that fit what a learner said."""
