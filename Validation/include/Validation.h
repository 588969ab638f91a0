#ifndef STRATUM_VALIDATION_H
#define STRATUM_VALIDATION_H

#include "EmbeddedFile.h"

/// The files of the folder `Validation/cases`, as they were when the binary was built.
EmbeddedShelf validation_shelf(void);

#endif
