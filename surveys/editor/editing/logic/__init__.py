"""The logic builder: a show-if tree as sentences, and sentences back as a tree."""
