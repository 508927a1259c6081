// The open dashboard: charts get their new figures in place, all else is htmx's.
"use strict";
(() => {
  const draw = (section, fresh) => {
    const charts = [...section.querySelectorAll("canvas")].map((canvas) => Chart.getChart(canvas));
    const drawings = [...fresh.querySelectorAll("canvas")].map((canvas) => JSON.parse(canvas.dataset.value));
    if (charts.length !== drawings.length || charts.includes(undefined)) return false;
    charts.forEach((chart, place) => {
      chart.data.labels = drawings[place].labels;
      chart.data.datasets.forEach((line, number) => { line.data = drawings[place].datasets[number].data; });
      chart.update();
    });
    const words = [...fresh.querySelectorAll(".dash-summary")];
    section.querySelectorAll(".dash-summary").forEach((summary, place) => {
      summary.textContent = words[place].textContent;
      summary.nextElementSibling.ariaLabel = words[place].nextElementSibling.getAttribute("aria-label");
    });
    return true;
  };

  let isReplaced = false;
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.id !== "dash-charts") return;
    isReplaced = !draw(target, fragment);
    if (!isReplaced) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (isReplaced) renderCharts(); // unfold's: there was nothing to draw before
    isReplaced = false;
  });
})();
