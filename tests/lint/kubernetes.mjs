// Holds each Kubernetes object of a folder against the schema of its kind, and
// the kustomization against the files that it names.
//
//   node kubernetes.mjs FOLDER

import fs from "node:fs";
import path from "node:path";
import yaml from "js-yaml";

const folder = process.argv[2];
const faults = [];

async function checkObject(object) {
  const models = await import(`kubernetes-models/${object.apiVersion}`);
  const Kind = models[object.kind];
  if (!Kind) throw new Error(`${object.apiVersion} has no kind ${object.kind}`);
  new Kind(object).validate();
}

function checkKustomization(object) {
  for (const resource of object.resources) {
    if (!fs.existsSync(path.join(folder, resource))) throw new Error(`${resource} is not there`);
  }
}

for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
  for (const object of yaml.loadAll(fs.readFileSync(path.join(folder, file), "utf8"))) {
    try {
      if (object.kind === "Kustomization") checkKustomization(object);
      else await checkObject(object);
    } catch (error) {
      faults.push(`${path.join(folder, file)}: ${error.message}`);
    }
  }
}

faults.forEach((fault) => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
