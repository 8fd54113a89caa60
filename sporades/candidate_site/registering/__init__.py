"""« M’inscrire »: eight steps, each kept as it is left, then « Enregistrer »."""
