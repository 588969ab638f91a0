// Adds steps to a plan: convolutions, pools and the changes of layout between them.
#ifndef STRATUM_ONEDNN_BUILDER_H
#define STRATUM_ONEDNN_BUILDER_H

#include "network.h"

/// A plan in the making.
typedef struct {
    stratum_resnet *network;
    Plan *plan;
    Failure failure;
} Builder;

/// An intermediate result of shape (batch, channels, length) and where it lives.
typedef struct {
    dnnl_memory_t memory;
    Slot slot;
    dnnl_dim_t length;
} Activation;

/// A layout that a described primitive settled on.
LayoutView asked(dnnl_primitive_desc_t description, dnnl_query_t what);

/// Length of a window's output.
dnnl_dim_t length_after(dnnl_dim_t length, Window window);

/// Registers a memory whose bytes come from a slot.
bool place(const Builder *builder, LayoutView layout, Slot slot, dnnl_memory_t *memory);

/// Adds a copy from one layout to another.
bool add_reorder(const Builder *builder, dnnl_memory_t from, dnnl_memory_t to);

/// The memory itself where it has the layout, else a copy made by a step of its own.
bool in_layout(const Builder *builder, dnnl_memory_t memory, LayoutView layout, Slot slot, dnnl_memory_t *result);

/// A convolution on inputs of `length`; its output takes `destination` or, without one, the layout oneDNN prefers.
bool describe(
    const Builder *builder, int index, dnnl_dim_t length, LayoutView destination, bool sum, bool relu,
    dnnl_primitive_desc_t *description);

/// Adds a described convolution from one memory to another.
bool add_convolution(
    const Builder *builder, int index, dnnl_primitive_desc_t description, dnnl_memory_t source,
    dnnl_memory_t destination);

/// Describes and adds a convolution into `result->slot`, in `layout` or the one that oneDNN prefers.
bool convolve(const Builder *builder, int index, Activation source, LayoutView layout, bool relu, Activation *result);

/// Describes and adds a pool into `result->slot`.
bool pool(
    const Builder *builder, bool maximum, dnnl_dim_t channels, Activation source, Window window, Activation *result);

#endif
