#!/usr/bin/env python3
"""Django's own commands, for those who develop Chefforum; everybody else uses the chefforum command."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.project.settings")
    execute_from_command_line(sys.argv)
