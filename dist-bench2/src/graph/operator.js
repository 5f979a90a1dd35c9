/** The attributes with the schema's defaults; fails where one is missing or not the operator's. */
export function fillAttributes(operator, attributes, fail) {
    const filled = {};
    for (const [name, schema] of Object.entries(operator.attributes)) {
        const value = attributes[name] ?? schema.default;
        if (value !== undefined)
            filled[name] = value;
        else if (schema.required)
            fail(`attribute "${name}" is required`);
    }
    for (const name of Object.keys(attributes)) {
        if (!(name in operator.attributes))
            fail(`has no attribute "${name}"; it has ${Object.keys(operator.attributes).join(", ") || "none"}`);
    }
    return filled;
}
