#!/bin/sh
# Makes discovery-2025.csv on standard output from the counts in README.md. No randomness: the same bytes every time.
# A line of counts: EchoNext tier, SHD, left-sided VHD, rows. ValveNet high goes to the first 31 rows with SHD and to
# the first 27 without, in that order; the rest are moderate.
awk 'BEGIN { print "subject_id,valvenet_tier,echonext_tier,shd,vhd" }
{
    for (row = 0; row < $4; row++) {
        valvenet = seen[$2]++ < ($2 ? 31 : 27) ? "high" : "moderate"
        printf "D%03d,%s,%s,%d,%d\n", ++n, valvenet, $1, $2, $3
    }
}' <<COUNTS
high 1 1 8
high 1 0 16
high 0 0 9
moderate 1 1 1
moderate 1 0 13
moderate 0 0 36
low 1 0 1
low 0 0 16
COUNTS
