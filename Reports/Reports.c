#include "Reports.h"

static const unsigned char page[] = {
#embed "page.mustache"
};

static const unsigned char style[] = {
#embed "report.css"
};

static const unsigned char tier_yield[] = {
#embed "tier-yield/page.mustache"
};

static const unsigned char accuracy[] = {
#embed "accuracy/page.mustache"
};

static const unsigned char drift[] = {
#embed "drift/page.mustache"
};

static const unsigned char silent[] = {
#embed "silent/page.mustache"
};

static const unsigned char survival[] = {
#embed "survival/page.mustache"
};

static const unsigned char course[] = {
#embed "course/page.mustache"
};

static const EmbeddedFile files[] = {
    {"accuracy/page.mustache", accuracy, sizeof accuracy},
    {"course/page.mustache", course, sizeof course},
    {"drift/page.mustache", drift, sizeof drift},
    {"page.mustache", page, sizeof page},
    {"report.css", style, sizeof style},
    {"silent/page.mustache", silent, sizeof silent},
    {"survival/page.mustache", survival, sizeof survival},
    {"tier-yield/page.mustache", tier_yield, sizeof tier_yield},
};

EmbeddedShelf reports_shelf(void) {
    return (EmbeddedShelf){files, sizeof files / sizeof files[0]};
}
