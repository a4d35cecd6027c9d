// Choosing a place fills in what follows from it; each can still be changed, and the server looks again.
document.querySelector("[data-fills]")?.addEventListener("change", ({ target }) => {
  const follows = JSON.parse(target.selectedOptions[0]?.dataset.follows || "{}");
  for (const [name, value] of Object.entries(follows)) {
    const field = target.form.elements[name];
    if (field) field.value = value;
  }
});
