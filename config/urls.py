from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("administration/", admin.site.urls),
    path("compte/", include("partnership.urls_accounts")),
    path("", include("partnership.urls")),
    path("", include("accompaniment.urls")),
    path("", include("reporting.urls")),
]

handler403 = "partnership.views.errors.forbidden"
handler404 = "partnership.views.errors.not_found"
handler500 = "partnership.views.errors.server_error"
