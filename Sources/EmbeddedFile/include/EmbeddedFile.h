#ifndef STRATUM_EMBEDDED_FILE_H
#define STRATUM_EMBEDDED_FILE_H

#include <stddef.h>

/// A file of the repository that was compiled into the binary.
typedef struct {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t count;
} EmbeddedFile;

/// The files of one shelf, in the order they are listed in code.
typedef struct {
    const EmbeddedFile *_Nonnull files;
    size_t count;
} EmbeddedShelf;

#endif
