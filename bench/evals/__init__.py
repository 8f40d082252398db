"""The configured model, evaluated: simulated learners walk, a judge reads, bad samples prove that it can fail."""
