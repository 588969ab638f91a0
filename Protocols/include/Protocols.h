#ifndef STRATUM_PROTOCOLS_H
#define STRATUM_PROTOCOLS_H

#include "EmbeddedFile.h"

/// The files of the folder `Protocols`, as they were when the binary was built.
EmbeddedShelf protocols_shelf(void);

#endif
