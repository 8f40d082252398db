"""Pathbot: guided reflection, career exploration and true skill statements for a class project."""
