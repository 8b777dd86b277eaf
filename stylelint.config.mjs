// The style sheets: what is wrong, not what is taste. Names of classes and ids may be those of vocabularies and of
// Django's forms (`tlp-amber_strict`, `div_id_last_day`).
const sides = "Pages are mirrored for languages read from right to left: say inline-start or inline-end.";

export default {
  extends: "stylelint-config-standard",
  reportNeedlessDisables: true,
  rules: {
    // Colours as their standard gives them; the tokens of one thing stand together.
    "color-hex-length": null,
    "custom-property-empty-line-before": null,
    "selector-class-pattern": null,
    "selector-id-pattern": null,
    // One sheet a noun: components do not compete, and the order of the sheets is that of the page.
    "no-descending-specificity": null,
    // Older browsers know no other notation.
    "media-feature-range-notation": "prefix",
    // The policy of the pages loads nothing from elsewhere.
    "function-url-scheme-disallowed-list": ["http", "https"],
    "property-disallowed-list": [
      ["left", "right", "/^(margin|padding|border)-(left|right)/"],
      { message: sides },
    ],
    "declaration-property-value-disallowed-list": [{ "/^(text-align|float|clear)$/": ["left", "right"] }, { message: sides }],
  },
};
