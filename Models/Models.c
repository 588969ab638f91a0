#include "Models.h"

EmbeddedShelf models_shelf(void) {
    return (EmbeddedShelf){(const EmbeddedFile *)"", 0};
}
