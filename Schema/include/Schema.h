#ifndef STRATUM_SCHEMA_H
#define STRATUM_SCHEMA_H

#include "EmbeddedFile.h"

/// The files of the folder `Schema`, as they were when the binary was built.
EmbeddedShelf schema_shelf(void);

#endif
