// Fetched with the facets, which weigh more than the rest of a search: what they mean, and the order that is in them.
const { standing, dayAhead, later } = window.karier;

// A run's state hangs on the reader's day.
const stands = (run) => {
  const [minutes, days] = run.split(" ");
  return standing(days, dayAhead(+minutes));
};

// The codes of each facet with what the index holds for them: `key:code` or `key:code|label`.
export const read = (known, keys) => {
  const options = new Map(keys.map((key) => [key, new Map()]));
  for (const held of Object.keys(known)) {
    const key = held.slice(0, held.indexOf(":")), value = held.slice(held.indexOf(":") + 1);
    const of = options.get(key === "masa" ? "keadaan" : key);
    if (!of) continue;
    const code = key === "masa" ? stands(value)[0] : value.split("|")[0];
    of.set(code, [...(of.get(code) || []), held]);
    if (code === "closing") of.set("open", [...(of.get("open") || []), held]);
  }
  return options;
};

// Results as the catalogue has them, one by one: what closes soonest first, what is over or has no day last. The index
// knows no reader's day, so it is asked for the programmes of one day after the other, as far as somebody reads.
export const soonest = async function* (results, known, look) {
  const left = new Map(results.map((result) => [result.id, result]));
  const runs = Object.keys(known).filter((held) => held.startsWith("masa:"))
    .map((held) => ({ held, stands: stands(held.slice(5)) }))
    .sort((one, other) => later(one.stands, other.stands));
  while (runs.length) {
    const after = runs.findIndex((run) => later(runs[0].stands, run.stands) < 0);
    const day = runs.splice(0, after < 0 ? runs.length : after);
    const { results: found } = await look(undefined, day.map(({ held }) => held));
    for (const { id } of found) {
      if (left.has(id)) yield left.get(id);
      left.delete(id);
    }
  }
  yield* left.values();
};
