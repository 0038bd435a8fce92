#!/bin/sh
# Starts the course on macOS with a double-click; on Linux: sh start-mac.command. Nothing is installed or changed.
cd "$(dirname "$0")" || exit 1
for python in python3 /Library/Frameworks/Python.framework/Versions/Current/bin/python3; do
  if "$python" -c "" 2>/dev/null; then
    exec "$python" start.py "$@"
  fi
done
echo "This computer has no Python, which the course needs in order to start."
echo "The page “Start here” says how to get it, and what works without it."
