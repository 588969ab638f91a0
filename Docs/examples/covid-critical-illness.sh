#!/bin/sh
# The trial that enters by admission and ends in follow-up, on 1000 made-up patients: from an empty data folder to the
# survival report. Nobody in it exists.
#
#   sh Docs/examples/covid-critical-illness.sh FOLDER      # FOLDER is made, and must not be there
set -eu
stratum=${STRATUM:-./stratum}
folder=${1:?name a folder that is not there yet}
mkdir "$folder"
data=$folder/data

"$stratum" trial init covid-critical-illness --data "$data"
for role in coordinator data_manager service statistician; do
    "$stratum" account grant "$role" "$role" --trial covid-critical-illness --data "$data"
done

# What hospitals would send: measurements at admission, for every tenth patient again on two later days; who consented;
# how the stay ended, which everybody but every fiftieth is asked about.
"$stratum" simulate admissions --patients 1000 --seed 7 --output "$folder/simulated.csv"
awk -F, -v folder="$folder" '
function day(offset) { return strftime("%Y-%m-%d", 1579046400 + 86400 * offset, 1) }
function inputs(worse,    text, i) {
    for (i = 2; i <= 11; i++) text = text "," (i == 7 || i == 9 ? sprintf("%.2f", $i * worse) : $i)
    return text
}
NR == 1 {
    print "record_number,site,admitted_on,measured_at," $2 "," $3 "," $4 "," $5 "," $6 "," $7 "," $8 "," $9 "," $10 "," $11 \
        > (folder "/admissions.csv")
    print "record_number,site,consented_at,form,method" > (folder "/consented.csv")
    print "record_number,site,ended_on,ending" > (folder "/follow-up.csv")
    next
}
{
    who = sprintf("C%06d,%s", $1, $1 % 2 ? "WUH" : "GZH")
    admitted = $1 % 40
    print who "," day(admitted) ",," substr(inputs(1), 2) > (folder "/admissions.csv")
    if ($1 % 10 == 0) for (later = 1; later <= 2; later++)
        print who "," day(admitted) "," day(admitted + later) "," substr(inputs($13 == 1 ? 1 + later / 4 : 1 - later / 8), 2) \
            > (folder "/admissions.csv")
    if ($1 % 20) print who "," day(admitted + $1 % 3) ",1.0,paper" > (folder "/consented.csv")
    days = int($12) + ($12 > int($12))
    if ($1 % 50) print who "," day(admitted + days) "," $14 > (folder "/follow-up.csv")
}' "$folder/simulated.csv"

"$stratum" admission import "$folder/admissions.csv" --data "$data" --as data_manager
"$stratum" score --data "$data" --as service
"$stratum" candidates screen --data "$data" --as data_manager
"$stratum" draw --seed 7 --data "$data" --as data_manager
"$stratum" enrol --list "$folder/consented.csv" --data "$data" --as coordinator
"$stratum" follow-up import "$folder/follow-up.csv" --data "$data" --as data_manager
"$stratum" report survival --html "$folder/survival.html" --csv "$folder/survival.csv" --rows "$folder/rows.csv" \
    --data "$data" --as statistician
