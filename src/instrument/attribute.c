/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about attributes; see attribute.h. */
#include "instrument/attribute.h"

bool
attribute_given(const struct xml_element *element, const char *name)
{
    return element && xml_attribute_find(element, name);
}

bool
attribute_is_number(const struct xml_element *element, const char *name)
{
    struct decimal number;
    return attribute_given(element, name)
           && decimal_read(attribute_value(element, name), &number);
}

bool
attribute_is_name(const struct xml_element *element, const char *name,
                  const char *const *names)
{
    struct str value = attribute_value(element, name);
    for (size_t i = 0; names[i]; i++)
        if (str_is(value, names[i]))
            return true;
    return false;
}

struct str
attribute_value(const struct xml_element *element, const char *name)
{
    const struct xml_attribute *attribute =
        element ? xml_attribute_find(element, name) : NULL;
    return attribute ? attribute->value : (struct str){NULL, 0};
}

void
attribute_problem(struct diag *diag, enum message message,
                  const struct xml_element *element, const char *name)
{
    struct str value = attribute_value(element, name);
    xml_problem(diag, message, xml_value_spot(element, name), "'%.*s'",
                STR_ARGS(value));
}

int
attribute_line(const struct xml_element *element)
{
    return xml_place(xml_element_spot(element)).line;
}
