@echo off
rem Starts the course on Windows: a double-click is enough. Nothing is installed or changed.
title The Focused Marketer
cd /d "%~dp0"
if not exist start.py goto packed
py -3 -c "" >nul 2>nul
if not errorlevel 1 goto py
python -c "" >nul 2>nul
if not errorlevel 1 goto python
echo This computer has no Python, which the course needs in order to start.
echo The page "Start here" says how to get it, and what works without it.
start "" "Start here.html"
pause
goto end

:packed
echo Unpack the whole zip first: right-click it, and choose "Extract All".
echo Then open the unpacked folder, and start from there.
pause
goto end

:py
py -3 start.py %*
if errorlevel 1 pause
goto end

:python
python start.py %*
if errorlevel 1 pause

:end
