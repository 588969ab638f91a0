#!/bin/sh
# Makes the demonstration model anew: Models/recipe/make.sh STRATUM FOLDER
#
# STRATUM is the built program; FOLDER takes cohorts, arrays and results, some 13 GB. PYTHON names an interpreter with
# the packages of requirements.txt. What is there already is not made again, so an interrupted run goes on.
set -eu
stratum=$1 work=$2 python=${PYTHON:-python3} recipe=$(dirname "$0")

# $1 seed, $2 patients simulated, $3 of these prepared, $4 precision
cohort() {
    [ -f "$work/cohorts/$1/echo.csv" ] || "$stratum" simulate --patients "$2" --seed "$1" --output "$work/cohorts/$1"
    [ -f "$work/prepared/$1/numbers.txt" ] || "$python" "$recipe/prepare.py" "$work/cohorts/$1" "$work/prepared/$1" \
        --limit "$3" --precision "$4"
}

phase=0
for number in 1 2 3; do [ ! -f "$work/trained/done$number" ] || phase=$number; done

cohort 2026 2000 2000 float16
cohort 2025 "${PATIENTS:-16800}" "${PATIENTS:-16800}" float16
[ -f "$work/trained/final.pt" ] ||
    "$python" "$recipe/train.py" "$work/prepared/2025" "$work/prepared/2026" "$work/trained" --after "$phase"
cohort 2027 10000 10000 float32
"$python" "$recipe/export.py" "$work/trained/final.pt" "$work/shd-simulated.safetensors" > "$work/digest.txt"
"$python" "$recipe/measure.py" "$stratum" "$work/shd-simulated.safetensors" "$work/prepared/2027" "$work/measured"
"$python" "$recipe/card.py" "$work" > "$work/shd-simulated.json"
cat "$work/digest.txt"
