"""The model: the dictionary, the private records, the public portal. Stages meet here and nowhere else."""
