// Fill, Order and Trade: immutable named tuples.
#pragma once

#include <array>

#include "engine/orders.h"
#include "engine/portfolio.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// Borrowed references to the types, which live until the process ends.
std::array<PyTypeObject*, 3> make_record_types();

Reference make_fill(const engine::Fill& fill);
Reference make_order(const engine::OrderUpdate& update);
Reference make_trades(const std::vector<engine::Trade>& trades);

}  // namespace taipan::scripting
