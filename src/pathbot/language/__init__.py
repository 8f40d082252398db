"""Reading everyday language: words with exact spans, clauses, who did it, and when. Shared by every rule."""
