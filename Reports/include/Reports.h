#ifndef STRATUM_REPORTS_H
#define STRATUM_REPORTS_H

#include "EmbeddedFile.h"

/// The files of the folder `Reports`, as they were when the binary was built.
EmbeddedShelf reports_shelf(void);

#endif
