#include "EmbeddedFile.h"
#include "Protocols.h"

static const unsigned char covid_critical_illness[] = {
#embed "covid-critical-illness.yaml"
};

static const unsigned char discovery_shd[] = {
#embed "discovery-shd.yaml"
};

// A new protocol gets an array above and a line here; a test compares this list with the folder.
static const EmbeddedFile files[] = {
    {"covid-critical-illness.yaml", covid_critical_illness, sizeof covid_critical_illness},
    {"discovery-shd.yaml", discovery_shd, sizeof discovery_shd},
};

EmbeddedShelf protocols_shelf(void) {
    return (EmbeddedShelf){files, sizeof files / sizeof files[0]};
}
