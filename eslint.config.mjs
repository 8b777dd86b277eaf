// The scripts of the pages: plain JavaScript, one small file a behaviour, no bundler. Layout is the editor's business.
import js from "@eslint/js";
import globals from "globals";

// The server sends what people read; markup made here would pass the templates that escape it.
const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({
  property,
  message: "Set textContent, or let the server send the part.",
}));
// What people write is kept by the server; by the device only while that does not answer, sealed (docs/adr/0033).
const stores = ["localStorage", "sessionStorage", "indexedDB"].map((name) => ({
  name,
  message: "Nothing that a signed-in person sees or writes stays in the browser.",
}));

export default [
  js.configs.recommended,
  {
    files: ["static/js/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: { ...globals.browser, htmx: "readonly" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "consistent-return": "error",
      eqeqeq: "error",
      "no-alert": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-loop-func": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-restricted-globals": ["error", ...stores],
      "no-restricted-properties": ["error", ...markup],
      "no-shadow": "error",
      "no-unused-expressions": "error",
      "no-var": "error",
      "prefer-const": "error",
      strict: ["error", "global"],
    },
  },
  {
    files: ["static/js/device.js", "static/js/look.js"],
    rules: { "no-restricted-globals": ["error", ...stores.filter(({ name }) => name !== "sessionStorage")] },
  },
];
