// The preview's own page: a choice shows at once, without a button.
import { watchPreview } from "../edit/preview.js";

document.documentElement.classList.add("has-script");
watchPreview();
document.getElementById("preview-form")?.addEventListener("change", (event) => event.currentTarget.submit());
