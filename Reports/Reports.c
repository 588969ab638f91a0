#include "Reports.h"

EmbeddedShelf reports_shelf(void) {
    return (EmbeddedShelf){(const EmbeddedFile *)"", 0};
}
