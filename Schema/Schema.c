#include "Schema.h"

EmbeddedShelf schema_shelf(void) {
    return (EmbeddedShelf){(const EmbeddedFile *)"", 0};
}
