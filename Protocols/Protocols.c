#include "Protocols.h"

EmbeddedShelf protocols_shelf(void) {
    return (EmbeddedShelf){(const EmbeddedFile *)"", 0};
}
