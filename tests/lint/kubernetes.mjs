// Holds what each kustomization yields against the schemas of Kubernetes, with its
// patches applied, and the agent's drain against the pod's grace period.
//
//   node kubernetes.mjs FOLDER...

import fs from "node:fs";
import path from "node:path";
import yaml from "js-yaml";

// What tells apart the entries of a list, where a patch changes single ones.
const MERGE_KEYS = { containers: "name", volumes: "name", volumeMounts: "mountPath", ports: "name" };
const faults = [];

function readAll(file) {
  return yaml.loadAll(fs.readFileSync(file, "utf8"));
}

function mergeLists(base, patch, key) {
  if (!key) return patch;
  const merged = base.map((entry) => {
    const change = patch.find((candidate) => candidate[key] === entry[key]);
    return change ? merge(entry, change) : entry;
  });
  const known = new Set(base.map((entry) => entry[key]));
  return merged.concat(patch.filter((entry) => !known.has(entry[key])));
}

// A strategic merge, as far as the patches of this project need it.
function merge(base, patch) {
  const result = { ...base };
  for (const [name, value] of Object.entries(patch)) {
    if (Array.isArray(value) && name in base) {
      result[name] = mergeLists(base[name], value, MERGE_KEYS[name]);
    } else if (value && typeof value === "object" && !Array.isArray(value) && name in base) {
      result[name] = merge(base[name], value);
    } else {
      result[name] = value;
    }
  }
  return result;
}

function patched(objects, patch, file) {
  const isTarget = (object) =>
    object.kind === patch.kind && object.metadata.name === patch.metadata.name;
  if (!objects.some(isTarget)) throw new Error(`${file} patches what is not there`);
  return objects.map((object) => (isTarget(object) ? merge(object, patch) : object));
}

// The objects of a kustomization. A YAML file of its folder that it does not name
// is a fault.
function render(folder) {
  const kustomization = readAll(path.join(folder, "kustomization.yaml"))[0];
  const resources = kustomization.resources ?? [];
  const patches = (kustomization.patches ?? []).map((patch) => patch.path);
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    if (![...resources, ...patches, "kustomization.yaml"].includes(file)) {
      throw new Error(`${file} is not named in the kustomization`);
    }
  }
  let objects = resources.flatMap((resource) => {
    const place = path.join(folder, resource);
    return fs.statSync(place).isDirectory() ? render(place) : readAll(place);
  });
  for (const file of patches) {
    objects = patched(objects, readAll(path.join(folder, file))[0], file);
  }
  return objects;
}

async function checkSchema(object) {
  const models = await import(`kubernetes-models/${object.apiVersion}`);
  const Kind = models[object.kind];
  if (!Kind) throw new Error(`${object.apiVersion} has no kind ${object.kind}`);
  new Kind(object).validate();
}

function checkDrain(objects) {
  const settings = objects.find((object) => object.kind === "ConfigMap").data["agent.textproto"];
  const deployment = objects.find((object) => object.kind === "Deployment");
  const drain = [...settings.matchAll(/^drain_\w+ \{ seconds: (\d+) \}$/gm)]
    .reduce((sum, match) => sum + Number(match[1]), 0);
  const grace = deployment.spec.template.spec.terminationGracePeriodSeconds;
  if (!(drain > 0 && drain < grace)) throw new Error(`a drain of ${drain} s, a grace of ${grace} s`);
}

for (const folder of process.argv.slice(2)) {
  try {
    const objects = render(folder);
    checkDrain(objects);
    for (const object of objects) {
      await checkSchema(object).catch((error) => {
        faults.push(`${folder}: ${object.kind} ${object.metadata.name}: ${error.message}`);
      });
    }
  } catch (error) {
    faults.push(`${folder}: ${error.message}`);
  }
}

faults.forEach((fault) => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
