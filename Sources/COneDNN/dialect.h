// The calls that differ between oneDNN 2 and 3, under one name each. Nothing else asks for the version.
#ifndef STRATUM_ONEDNN_DIALECT_H
#define STRATUM_ONEDNN_DIALECT_H

#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t Layout;
typedef const_dnnl_memory_desc_t LayoutView;
#else
typedef dnnl_memory_desc_t *Layout;
typedef const dnnl_memory_desc_t *LayoutView;
#endif

/// How a one-dimensional window moves over its input.
typedef struct {
    dnnl_dim_t kernel;
    dnnl_dim_t stride;
    dnnl_dim_t padding;
} Window;

/// A float32 layout by oneDNN's tag; free it with `layout_destroy`.
dnnl_status_t layout_tagged(Layout *layout, int rank, const dnnl_dims_t sizes, dnnl_format_tag_t tag);

/// A float32 layout by strides counted in elements; free it with `layout_destroy`.
dnnl_status_t layout_strided(Layout *layout, int rank, const dnnl_dims_t sizes, const dnnl_dims_t strides);

void layout_destroy(Layout layout);

/// Adds x ← max(x, 0) to what follows the main computation.
dnnl_status_t append_relu(dnnl_post_ops_t operations);

/// Adds x ← x + what the destination held before.
dnnl_status_t append_sum(dnnl_post_ops_t operations);

dnnl_status_t describe_convolution(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, LayoutView source, LayoutView weights, LayoutView bias,
    LayoutView destination, Window window, const_dnnl_primitive_attr_t attributes);

/// Maximum where `maximum`, else the average over the positions inside the input.
dnnl_status_t describe_pooling(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, bool maximum, LayoutView source, LayoutView destination,
    Window window, const_dnnl_primitive_attr_t attributes);

#endif
