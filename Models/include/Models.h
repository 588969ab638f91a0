#ifndef STRATUM_MODELS_H
#define STRATUM_MODELS_H

#include "EmbeddedFile.h"

/// The files of the folder `Models`, as they were when the binary was built.
EmbeddedShelf models_shelf(void);

#endif
