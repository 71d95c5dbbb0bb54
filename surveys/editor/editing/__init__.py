"""The edit page: outline, forms, logic, texts side by side; every change is saved as one edit."""
