// SPDX-License-Identifier: MIT
// What an SDK handed to its callback, as JSON: see ../README.md.

/** {class, properties}: the own properties of an error or a plain object, without the stack. */
export function of(value) {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value;
  const properties = {};
  for (const name of Object.getOwnPropertyNames(value)) {
    if (name !== 'stack') properties[name] = value[name];
  }
  return { class: value.constructor ? value.constructor.name : 'Object', properties };
}
