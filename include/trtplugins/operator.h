#pragma once

// What a file includes that declares an operator; see op/operator.h.
// Link trtplugins::operator_core, or use trtplugins_add_plugin_library().
#include "op/operator.h"
