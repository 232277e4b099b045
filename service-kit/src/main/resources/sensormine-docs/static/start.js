SwaggerUIBundle({ url: "/openapi.yml", dom_id: "#api", deepLinking: true });
