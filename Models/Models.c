#include "Models.h"

static const unsigned char critical_illness_simulated_card[] = {
#embed "critical-illness-simulated.json"
};

static const unsigned char critical_illness_simulated_weights[] = {
#embed "critical-illness-simulated.safetensors"
};

static const unsigned char critical_illness_card[] = {
#embed "critical-illness.json"
};

static const unsigned char shd_simulated_card[] = {
#embed "shd-simulated.json"
};

static const unsigned char shd_simulated_weights[] = {
#embed "shd-simulated.safetensors"
};

// A new model gets two arrays above and two lines here, one of each where its weights are others' property; a test compares this list with the folder.
static const EmbeddedFile files[] = {
    {"critical-illness-simulated.json", critical_illness_simulated_card, sizeof critical_illness_simulated_card},
    {"critical-illness-simulated.safetensors", critical_illness_simulated_weights,
     sizeof critical_illness_simulated_weights},
    {"critical-illness.json", critical_illness_card, sizeof critical_illness_card},
    {"shd-simulated.json", shd_simulated_card, sizeof shd_simulated_card},
    {"shd-simulated.safetensors", shd_simulated_weights, sizeof shd_simulated_weights},
};

EmbeddedShelf models_shelf(void) {
    return (EmbeddedShelf){files, sizeof files / sizeof files[0]};
}
