"""The papers of a convention, written from its data: the convention, the funder's file."""
