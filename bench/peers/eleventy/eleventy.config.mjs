import { readFileSync } from "node:fs";

const given = (name) => JSON.parse(readFileSync(`data/${name}.json`, "utf8"));

export default (config) => {
  config.addGlobalData("drafts", given("pages"));
  config.addGlobalData("frame", given("frame"));
  return { dir: { input: "views", output: "site" }, htmlTemplateEngine: "njk" };
};
