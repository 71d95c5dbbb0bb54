"""Other ways to answer than by mail: links, codes and widgets of a survey, and answers without names."""
